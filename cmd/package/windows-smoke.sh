#!/usr/bin/env bash
# Tries the Windows packages under Wine on a virtual screen: install, version, every page, a second start, an upgrade over an
# older version with data, a refused downgrade, a data folder on a share, a start without OpenGL, removal.
#
#   windows-smoke.sh VERSION DIST OLD_MSI SIGNED_MSI TOUR OUT
#
# DIST holds the packages of VERSION, OLD_MSI is an installer of an older version, SIGNED_MSI one that was signed with
# SIGNED_MSI.pem, TOUR the program of cmd/tour. Pictures and logs go to OUT. The Wine prefix is a new one in OUT; nothing
# outside of it is touched.
set -euo pipefail
version=$1 dist=$2 old=$3 signed=$4 tour=$5 out=$(realpath -m "$6")
msi=$dist/tenantkeep-$version-windows-x64.msi
machine_msi=$dist/tenantkeep-$version-windows-x64-machine.msi
screen=1440x900x24

export WINEPREFIX=$out/wine WINEDEBUG=-all LIBGL_ALWAYS_SOFTWARE=1 XDG_RUNTIME_DIR=$out/run
export WINEDLLOVERRIDES="mscoree,mshtml,winemenubuilder.exe="
drive=$WINEPREFIX/drive_c
user=$drive/users/$(id -un)
local=$user/AppData/Local
installed=$local/Programs/Tenantkeep/tenantkeep.exe
data=$local/Tenantkeep

step() { printf '\n== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
expect() { # expect CODE COMMAND...: runs a command and checks how it ends
	local want=$1 got=0
	shift
	"$@" || got=$?
	[ "$got" = "$want" ] || fail "$* ended with $got, want $want"
}

screens=()
open_screen() { # open_screen [X server's arguments]: a new virtual screen, until the end
	local number=70
	while [ -e "/tmp/.X$number-lock" ]; do number=$((number + 1)); done
	export DISPLAY=:$number
	# Without -noreset it begins anew whenever its last program has ended, and the next one may find it in between.
	Xvfb "$DISPLAY" -noreset -screen 0 "$screen" "$@" >>"$out/xvfb.log" 2>&1 &
	screens+=($!)
	for _ in $(seq 50); do xdotool getdisplaygeometry >/dev/null 2>&1 && return; sleep 0.1; done
	fail "no virtual screen"
}
# Invoked by the trap.
# shellcheck disable=SC2329
close_all() {
	wineserver -k 2>/dev/null || true
	kill "${screens[@]}" 2>/dev/null || true
}
trap close_all EXIT
shot() { import -window root "$out/$1.png"; }
wait_for() { # wait_for SECONDS WHAT COMMAND...: until a command succeeds
	local left=$((10 * $1)) what=$2
	shift 2
	until "$@" >/dev/null 2>&1; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || { shot stopped-here; fail "waited for $what"; }
		sleep 0.1
	done
}
window() { xdotool search --onlyvisible --name "$1"; }
logged() { grep -q "$1" "$data/log/tenantkeep.log"; }

rm -rf "$out"
mkdir -p "$out" "$out/run"
chmod 700 "$out/run"

step "a prefix with what Wine 8 lacks: a random source, and letters of every script"
open_screen
wineboot --init >"$out/wineboot.log" 2>&1
wineserver -w
cat >"$out/random.c" <<'C'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
BOOL WINAPI DllMain(HINSTANCE self, DWORD why, LPVOID more) { return TRUE; }
C
x86_64-w64-mingw32-gcc -nostdlib -shared -e DllMain -o "$drive/windows/system32/bcryptprimitives.dll" "$out/random.c" -ladvapi32 -lkernel32
cp /usr/share/fonts/truetype/noto/NotoSans-*.ttf /usr/share/fonts/truetype/noto/NotoSansArabic-*.ttf \
	/usr/share/fonts/truetype/noto/NotoSansDevanagari-*.ttf "$drive/windows/Fonts/"

step "the signature of a signed installer holds, and that of a changed one does not"
osslsigncode verify -in "$signed" -CAfile "$signed.pem" >"$out/verify.log" || fail "$(cat "$out/verify.log")"
cp "$signed" "$out/changed.msi"
printf 'X' | dd of="$out/changed.msi" bs=1 seek=200000 conv=notrunc status=none
if osslsigncode verify -in "$out/changed.msi" -CAfile "$signed.pem" >/dev/null; then fail "a changed installer is taken for signed"; fi

step "install the older version, and use it"
expect 0 wine msiexec /i "$old" /qn
[ -f "$installed" ] || fail "the program is not in $installed"
[ -s "${installed%/*}/THIRD_PARTY_NOTICES.txt" ] || fail "the licences of the libraries are not beside the program"
older=$(wine "$installed" --version | tr -d '\r')
[ "$older" != "tenantkeep $version" ] || fail "the older version calls itself $older"
wine "$installed" >"$out/older.log" 2>&1 &
wait_for 60 "the window of the older version" window '^Tenantkeep$'
shot older
wineserver -k
mkdir -p "$user/AppData/Roaming"
mv "$data" "$user/AppData/Roaming/Tenantkeep" # where versions before this one kept it
echo '[]' >"$user/AppData/Roaming/Tenantkeep/portals.json"

step "upgrade: the program is new, the data is there and has moved"
expect 0 wine msiexec /i "$msi" /qn
[ "$(wine "$installed" --version | tr -d '\r')" = "tenantkeep $version" ] || fail "the program is still $older"
wine "$installed" >"$out/first.log" 2>&1 &
wait_for 60 "the window" window '^Tenantkeep$'
if [ ! -f "$data/tenantkeep.db" ] || [ ! -f "$data/portals.json" ]; then fail "the data did not move to $data"; fi
[ ! -e "$user/AppData/Roaming/Tenantkeep" ] || fail "data is left in the roaming folder"
sleep 2
shot upgraded

step "a second start raises the first window"
expect 0 timeout 30 wine "$installed"
wait_for 5 "the first window to be raised" logged '"msg":"raised by a further start"'
wineserver -k

step "a downgrade is refused"
expect 67 wine msiexec /i "$old" /qn # 1603 in a byte
[ "$(wine "$installed" --version | tr -d '\r')" = "tenantkeep $version" ] || fail "the program was downgraded"

step "every page of the demo"
mkdir -p "$out/tour"
camera() { # takes the pictures that the tour asks for: Wine's OpenGL gives none back
	while IFS= read -r line; do
		line=${line%$'\r'}
		printf '%s\n' "$line"
		case $line in "picture "*)
			import -window root -crop "${line##* }" +repage "$out/tour/next.png"
			name=${line#picture }
			mv "$out/tour/next.png" "$out/tour/${name% *}.png"
			;;
		esac
	done
}
wine "$tour" "$(winepath -w "$out/tour")" --demo --data 'C:\demo data\ü' 2>&1 | camera | tee "$out/tour.log" ||
	fail "the tour stopped: $(tail -n 3 "$out/tour.log")"
wineserver -w

step "data on a file server's share"
mkdir -p "$out/share" "$WINEPREFIX/dosdevices/unc/server"
ln -sfn "$out/share" "$WINEPREFIX/dosdevices/unc/server/share"
wine "$installed" --demo --data '\\server\share\technician 1' >"$out/share.log" 2>&1 &
wait_for 60 "the window on the share" window '^Tenantkeep$'
wait_for 10 "the database on the share" test -s "$out/share/technician 1/tenantkeep.db"

step "without OpenGL a box says so"
wineserver -k || true
open_screen -extension GLX
wine "$installed" >"$out/no-opengl.log" 2>&1 &
box=$!
wait_for 60 "the box" window 'Tenantkeep cannot start'
sleep 1
shot no-opengl
xdotool key Return
expect 1 wait "$box"
logged 'OpenGL 2.1' || fail "the log does not say what is missing"

step "remove: the program goes, the data stays"
open_screen
expect 0 wine msiexec /x "$msi" /qn
[ ! -e "$local/Programs/Tenantkeep" ] || fail "the program is left"
[ -f "$data/tenantkeep.db" ] || fail "the data went too"

step "the installer for the whole machine"
expect 0 wine msiexec /i "$machine_msi" /qn
[ -f "$drive/Program Files/Tenantkeep/tenantkeep.exe" ] || fail "it is not in Program Files"
expect 0 wine msiexec /x "$machine_msi" /qn
[ ! -e "$drive/Program Files/Tenantkeep" ] || fail "the program is left"

step "all of it worked; the pictures are in $out"
