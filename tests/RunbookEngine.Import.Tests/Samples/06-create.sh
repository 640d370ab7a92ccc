#!/bin/sh
# First set-up of every pair
paircreate -g oraSI -vl -c 10 -IM0
pairevtwait -g oraSI -s pair -t 36000 -IM0
paircreate -g oraSI2 -vl -split -fq quick -IM0
paircreate -g oraUR -f async 5 -vl -jp 0 -js 1 -IH0
pairevtwait -g oraUR -s pair -t 86400 60 -IH0
paircreate -g sapTC -f never -vl -c 4 -IH0
paircreate -g crmGAD -f never -vl -jq 0 -IH0
paircreate -g oraUR -f async 5 -vl -IH0
paircreate -g nowhere -vl -IM0
paircreate -g oraSI -vl -m noread -IM0
pairsplit -S -g oraSI2 -IM0
pairevtwait -g oraSI2 -s smpl -t 60 -IM0
