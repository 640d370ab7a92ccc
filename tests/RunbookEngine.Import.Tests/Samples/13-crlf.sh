#!/bin/sh
# written on another system – with ä and 💾
pairsplit -g oraSI -IM0
pairevtwait -g oraSI -IM0 -s psus -t 60
