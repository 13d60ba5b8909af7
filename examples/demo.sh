#!/usr/bin/env bash
# The tutorial's job on a sandbox of both clouds, from nothing to a function that answers; then again, to show that
# there is nothing left to do. Ends by itself; its sandbox and its folder go with it, on Ctrl-C too.
#
# usage: demo.sh <patchcord program>
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
program=$(realpath -- "$1")
PATH=$(dirname -- "$program"):$PATH
folder=
sandbox=

stop_sandbox() {
  if [[ -n $sandbox ]]; then
    kill "$sandbox" 2>/dev/null || true
    wait "$sandbox" 2>/dev/null || true
  fi
  sandbox=
}

clean_up() {
  trap '' INT TERM HUP
  stop_sandbox
  [[ -z $folder ]] || rm -rf -- "$folder"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
folder=$(mktemp -d "${TMPDIR:-/tmp}/patchcord-demo.XXXXXX")

bold() { if [[ -t 1 && -z ${NO_COLOR:-} ]]; then printf '\033[1m%s\033[0m\n' "$*"; else printf '%s\n' "$*"; fi; }

# start_sandbox <functions file>
start_sandbox() {
  patchcord sandbox --functions "$1" --env-file "$folder/env" >"$folder/log" 2>&1 &
  sandbox=$!
  until [[ -s $folder/env ]]; do
    kill -0 "$sandbox" 2>/dev/null || { cat -- "$folder/log" >&2 && exit 1; }
    sleep 0.02
  done
  # What a person would export by hand for the real clouds.
  # shellcheck source=/dev/null
  . "$folder/env"
}

# show <command> …: the command as one would type it, an option and its value together, then what it says.
show() {
  local word line='$' part=''
  for word in "$@" --; do
    if [[ $word == --* ]] && ((${#line} + ${#part} > 78)); then
      bold "$line \\"
      line='   '
    fi
    if [[ $word == --* ]]; then
      line+=$part
      part=''
    fi
    [[ $word =~ ^[A-Za-z0-9_./:-]+$ ]] || word="'$word'"
    part+=" $word"
  done
  bold "$line"
  "$@" 2>&1
  echo
}

start_sandbox "$here/tutorial/functions.yaml"
cd -- "$folder" # the record of what was deployed is kept where one works

echo "Both clouds are played by a sandbox at $PATCHCORD_GENESYS_API_URL."
echo "The function is examples/tutorial/function.py, run as Lambda runs it."
echo
contract=(--input customerId:string --output name:string --output tier:string)
show patchcord deploy "${contract[@]}" --test-input '{"customerId": "C-1001"}'
python3 "$here/chain.py" count >first
show patchcord deploy "${contract[@]}"
python3 "$here/chain.py" count >second
bold "What stands in both clouds now"
python3 "$here/chain.py" picture
echo
bold "Calls                                                          first   second"
python3 "$here/chain.py" calls first second

stop_sandbox
cp -R -- "$here/orders" "$folder/orders"
start_sandbox "$folder/orders/functions.yaml"
echo
echo "Now a manifest: two integrations that share one role, five actions (examples/orders)."
echo
show patchcord apply orders/patchcord.yaml --env dev --yes
show patchcord plan orders/patchcord.yaml --env dev
show patchcord verify orders/patchcord.yaml --env dev
show patchcord destroy orders/patchcord.yaml --env dev --yes
