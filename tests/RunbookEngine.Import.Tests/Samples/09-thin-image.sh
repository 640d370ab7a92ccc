#!/bin/sh
raidcom -login storageadmin Secret99 -IH0
raidcom lock resource -time 60 -IH0
raidcom add snapshot -ldev_id 0x1020 0x3020 -pool 5 -snapshotgroup hourly -IH0
raidcom modify snapshot -snapshotgroup hourly -snapshot_data create -IH0
raidcom get command_status -IH0
raidcom get snapshot -snapshotgroup hourly -IH0
raidcom modify snapshot -snapshotgroup hourly -snapshot_data resync -IH0
raidcom delete snapshot -snapshotgroup hourly -IH0
raidcom modify snapshot -ldev_id 0x1020 -mirror_id 3 -snapshot_data create
raidcom add hba_wwn -port CL1-A-1 -hba_wwn 50060e8010053b90
raidcom unlock resource -IH0
raidcom -logout
