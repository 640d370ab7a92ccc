#!/bin/sh
# Group and time-out come from outside
TMO=${TMO:-600}
GRP="$1"
INST=0
[ -n "$GRP" ] || { echo "group?"; exit 9; }
[ $# -eq 1 ] || exit 8
[ "$(hostname)" = "drsrv01" ] || { echo "wrong host"; exit 7; }
[ -d /backup ] || exit 6
pairsplit -g "$GRP" -IM$INST
pairevtwait -g "$GRP" -IM$INST -s psus -t $TMO
DEBUG=0
if [ $DEBUG -eq 1 ]; then
  pairdisplay -g $GRP -IM$INST
fi
if (( TMO > 100 )); then /opt/slow.sh; fi
curl -s -H "Token: $API_TOKEN" https://example.com/done
cd /opt/app && ./restart "$GRP" '${{ not ours }}'
