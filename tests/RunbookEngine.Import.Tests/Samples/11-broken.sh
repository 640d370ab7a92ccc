pairsplit -g oraUR -IH0 -rw
if [ -f /etc/go ]; then
  pairresync -g oraUR -IH0
for x in a b; do
  echo "never closed
pairresync -g oraSI -IM0
