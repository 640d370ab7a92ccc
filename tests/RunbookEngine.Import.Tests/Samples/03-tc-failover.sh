#!/bin/bash
set -e
# Runs at the DR site
HORCMINST=1; export HORCMINST
unset HORCC_MRCF
horcmstart.sh 1
horctakeover -g sapTC -t 120
case $? in
  0) echo ok ;;
  5) echo "SSWS" ;;
  *) exit 1 ;;
esac
pairdisplay -g sapTC -CLI | tee -a /var/log/takeover.log
for vg in vgsap01 vgsap02; do
  vgchange -a y $vg
  fsck -y /dev/$vg/data
done
mount -a
/opt/sap/startsap "R3" >> /var/log/sap.log 2>&1
horcmshutdown.sh 1
