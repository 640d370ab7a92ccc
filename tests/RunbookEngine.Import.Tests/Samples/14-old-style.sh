pairdisplay -g oldTC | grep PAIR || exit 1
pairsplit -g oldTC -r
if pairevtwait -g oldTC -s psus -t 300; then
  /opt/ok.sh
else
  /opt/alarm.sh
  pairresync -g oldTC
fi
