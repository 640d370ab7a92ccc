#!/bin/bash
# Return home after the disaster, from the DR site
die() {
  echo "$1" >&2
  exit 1
}
wait_pair() {
  pairevtwait -g $1 -s pair -t $2 -IH1
}
pairresync -g oraUR -swaps -IH1 || die "swap resync"
wait_pair oraUR 7200
read -p "Hosts stopped? " answer
if [ "$answer" != "yes" ]; then
  die "not confirmed"
fi
pairsplit -g oraUR -rw -IH1
pairevtwait -g oraUR -s psus -t 600 -IH1
pairresync -g oraUR -swaps -IH0 || die "swap home"
pairevtwait -g oraUR -s pair -t 7200 -IH0
pairsplit -RS -g sapTC -IH1
pairevtwait -g sapTC -ss ssws -t 60 -IH1
