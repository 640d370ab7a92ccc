#!/bin/sh
export HORCMINST=0
export HORCC_MRCF=1
GROUPS="oraSI oraSI2"
for g in $GROUPS; do
  pairsplit -g $g
done
for g in $GROUPS
do
  pairevtwait -g $g -s psus -t 900
  pairdisplay -g $g
done
for h in web1 web2; do ssh $h touch /tmp/frozen; done
for d in data01 data02; do
  pairresync -g oraSI -d $d
  pairevtwait -g oraSI -d $d -s pair -t 900
done
for i in `cat /etc/groups.list`; do
  pairsplit -g $i
done
