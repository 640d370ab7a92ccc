#!/bin/sh
HORCMINST=0; export HORCMINST
raidcom -login maint secretpw -I0
raidcom lock resource -time 60
raidcom add ldev -pool 0 -ldev_id 0x3000 -capacity 100g -request_id auto
raidcom get command_status
raidcom add snapshot -ldev_id 0x1000 0x2000 -pool 3 -snapshotgroup nightly -snap_mode cascade -copy_speed slow
raidcom modify snapshot -snapshotgroup nightly -snapshot_data create
raidcom get snapshot -snapshotgroup nightly -format_time
raidcom modify snapshot -snapshotgroup nightly -snapshot_data resync -copy_speed fast
raidcom delete snapshot -snapshotgroup old
paircreate -g erp01 -f async -vl -jp 1 -js 1 -c 15
paircreate -g log01 -f never -vl -c 15 -nocopy
while true
do
  pairdisplay -g log01 -fc | grep -q COPY || break
  sleep 5
done
pairsplit -g erp01 -R -I1
pairsplit -g log01 -S -d d1
pairsplit -rw -g erp02 -l
pairresync -g erp02 -l; echo $?
echo done > /tmp/setup.done
raidcom unlock resource
raidcom -logout
