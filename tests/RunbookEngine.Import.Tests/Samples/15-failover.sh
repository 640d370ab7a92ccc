#!/bin/bash
# DR failover of the ERP mirrors, run at the second site
set -e
export HORCMINST=1
LOG=/var/log/dr/failover.$(date +%F).log
exec >>$LOG 2>&1
GROUPS="01 02"
TIMEOUT=${TIMEOUT:-3600}

die() { echo "FATAL: $*" | mailx -s "DR failed" storage@example.com; exit 1; }

horcmstart.sh 1
for n in $GROUPS; do
  pairdisplay -g erp$n -fcx -CLI
  pairvolchk -g erp$n -ss
  rc=$?
  if [ $rc -ne 33 ] && [ $rc -ne 35 ]; then
    die "erp$n is in state $rc"
  fi
done

for n in $GROUPS; do
  horctakeover -g erp$n -t $TIMEOUT || die "takeover of erp$n"
done
pairevtwait -g erp01 -ss ssws -t 600 5
pairevtwait -g erp02 -ss ssws -t 600 5 || die "no SSWS"

vgimport erp_vg /dev/sd[b-d]
mount /erp
su - erpadm -c "startsap all" &
wait
sleep 30
if ! curl -fsS http://erp.example.com/health; then
  pairresync -g erp01 -swaps
  pairresync -g erp02 -swaps
else
  logger "failover ok"
fi
pairsplit -g log01 -RS
pairresync -swaps -g log01 -c 15
pairevtwait -g log01 -s pair -t 7200
horcmshutdown.sh 1
