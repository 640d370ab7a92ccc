#!/bin/sh
# Nightly backup of the ERP database from its ShadowImage copy
export HORCMINST=0
export HORCC_MRCF=1
PATH=$PATH:/HORCM/usr/bin
GRP=oraSI
LOG=/var/log/si-backup.log

echo "`date` resync" >> $LOG
pairresync -g $GRP -c 15
if [ $? -ne 0 ]; then
    echo "resync failed" | mail -s "SI backup" storage@example.com
    exit 1
fi
pairevtwait -g $GRP -s pair -t 7200
[ $? -eq 0 ] || exit 2

su - oracle -c "/opt/ora/begin-backup.sh"
pairsplit -g $GRP
pairevtwait -g $GRP -s psus -t 600 10
su - oracle -c "/opt/ora/end-backup.sh"

mount /backup/ora01 && /opt/backup/run --policy erp --target /backup/ora01
umount /backup/ora01
exit 0
