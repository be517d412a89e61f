#!/usr/bin/env bash
# Radicale, a calendar server, with Basic on http://127.0.0.1:9495, in the foreground.
cd "$(dirname "$0")"
. ../prepare.sh
need radicale python3-passlib python3-bcrypt apache2-utils curl openssl

scratch
forget
secret RADICALE_READER reader:
secret RADICALE_OTHER other:
{ htpasswd -nbBC 4 reader "$RADICALE_READER"; htpasswd -nbBC 4 other "$RADICALE_OTHER"; } | grep . >users

cat >config <<'END'
[server]
hosts = 127.0.0.1:9495
[auth]
type = htpasswd
htpasswd_filename = users
htpasswd_encryption = bcrypt
delay = 0
[rights]
type = authenticated
[storage]
filesystem_folder = collections
[logging]
level = critical
END

serve http://127.0.0.1:9495/ radicale --config config
calendar=http://127.0.0.1:9495/reader/field/
curl -sf -o /dev/null -u "reader:$RADICALE_READER" -X MKCALENDAR "$calendar"
curl -sf -o /dev/null -u "reader:$RADICALE_READER" -X PUT --data-binary @- -H 'Content-Type: text/calendar' "${calendar}field.ics" <<'END'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:field
BEGIN:VEVENT
UID:field
DTSTAMP:20260101T000000Z
DTSTART:20260101T000000Z
SUMMARY:A day in the field
END:VEVENT
END:VCALENDAR
END
stay http://127.0.0.1:9495
