#!/bin/sh
# Bring the copy back over production: application must be down
. /etc/restore.conf
if ps -ef | grep -v grep | grep -q ora_pmon; then
  echo "database is up"; exit 1
fi
umount /oradata
HORCC_MRCF=1 pairresync -g oraSI -restore -IM0 -fq normal && pairevtwait -g oraSI -s pair -t 3600 -IM0
pairsplit -g oraSI -IM0 -fq quick
pairevtwait -g oraSI -s psus -ss ssus -t 3600 -IM0
mount /oradata
