#!/bin/sh
DB_PASSWORD=hunter2
pairsplit -R -g sapTC -IH1
pairsplit -RB -g sapTC -IH1
pairsplit -g oraUR -d data01 -IH0
pairsplit -d data01 -IH0
pairsplit -g sapTC -P -IH0 ; pairresync -g sapTC -IH0 -f data 3
pairsplit -g oraSI -E -IM0
pairevtwait -g oraSI -s psue -t 60 -IM0
pairsplit -g oraUR -P -IH0
pairevtwait -g oraUR -nowait -IH0
pairsyncwait -g oraUR -t 100 -IH0
while pairdisplay -g oraSI -IM0 -fc | grep COPY > /dev/null; do sleep 10; done
while true; do pairdisplay -g oraSI -IM0; sleep 60; done
trap 'rm -f /tmp/lock' EXIT
sqlplus -s system/$DB_PASSWORD <<EOF
alter database begin backup;
EOF
pairsplit -g oraUR -IH0 &
wait
pairresync -g oraUR -swapp -l -IH0
eval pairsplit -g $NAME
pairsplit -g "bad name" -IH0
pairsplit --help
./helper.sh > /tmp/out.txt; cat /tmp/out.txt | mailx -s x y@example.com
horctakeover -S -g sapTC -IH1 -t 90
