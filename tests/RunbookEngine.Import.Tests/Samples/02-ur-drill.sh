#!/bin/ksh
# DR drill: S-VOLs read-write, test, resync
SITE=$1
if [ -z "$SITE" ]; then
  echo "usage: $0 site"
  exit 1
fi
pairdisplay -g oraUR -IH0 -fcx
pairvolchk -g oraUR -IH0 -ss
if [ $? -ne 43 ]; then
  echo "not in PAIR"
  exit 2
fi
pairsplit -g oraUR -IH0 -rw
pairevtwait -g oraUR -IH0 -s psus -t 1800 || exit 3
ssh root@dr-$SITE /opt/drill/start.sh
rc=$?
if [ $rc -ne 0 ]
then
  logger "drill failed $rc"
fi
sleep 300
ssh root@dr-$SITE /opt/drill/stop.sh
pairresync -g oraUR -IH0
echo "resync running"
/opt/tools/report.sh drill
pairevtwait -g oraUR -IH0 -s pair -t 14400
