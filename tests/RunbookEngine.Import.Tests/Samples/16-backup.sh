#!/usr/bin/ksh
# nightly ShadowImage backup
export HORCMINST=0 HORCC_MRCF=1
BACKUP_HOST=bck1
pairresync -g bk01 -c 12 -fq quick
pairevtwait -g bk01 -s pair -t 1800 || exit 1
ssh $BACKUP_HOST "umount /bk" && echo unmounted
sqlplus / as sysdba <<EOF
alter database begin backup;
EOF
pairsplit -g bk01 -C 10 -fq quick
pairevtwait -g bk01 -s psus -t 600
case $? in
  0) echo ok ;;
  233) echo timeout; exit 233 ;;
  *) exit 2 ;;
esac
sqlplus / as sysdba @end_backup.sql
ssh $BACKUP_HOST "mount /bk; /opt/nbu/bin/bpbackup -p nightly -w /bk"
pairdisplay -g bk01 -CLI | awk 'NR>1 {print $5}' | grep -qv PSUS && exit 3
until pairvolchk -g bk01 -d d1 -ss | grep -q PVOL_PSUS; do sleep 10; done
trap 'pairresync -g bk01' EXIT
[ -f /var/run/keep ] || pairsplit -g bk01 -S
