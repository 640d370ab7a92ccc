#!/bin/bash
MODE=${MODE:-test}
case "$1" in
  split)
    pairsplit -g oraUR -IH0 -rw
    pairevtwait -g oraUR -IH0 -s psus -t 600
    ;;
  resync|join)
    pairresync -g oraUR -IH0
    ;;
  status)
    pairdisplay -g oraUR -IH0 -fcx
    exit 0
    ;;
  *)
    echo "usage: $0 split|resync|status"
    exit 1
    ;;
esac
if [ "$MODE" = "test" ]; then
  /opt/drill/mark.sh
elif [ -f /etc/production ]; then
  touch /var/run/production-drill
else
  rm -f /var/run/drill
fi
if pairdisplay -g oraUR -IH0 | grep -q PSUE; then echo bad; fi
if [ `df /oradata | awk 'NR==2{print $5}'` -gt 90 ]; then
  /opt/tools/clean.sh
fi
TODAY=$(date +%Y%m%d)
/opt/tools/stamp.sh $TODAY
