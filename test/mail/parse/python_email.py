"""What Python's email module makes of the mails below a folder: the independent reading our tests compare with."""
import email
import email.policy
import email.utils
import hashlib
import json
import os
import sys
from datetime import timezone


def leaves(part):
    if part.is_multipart() and part.get_content_maintype() == 'multipart':
        for child in part.get_payload():
            yield from leaves(child)
    else:
        yield part


def digest(part):
    content = part.get_payload(decode=True)
    return None if content is None else hashlib.sha256(content).hexdigest()


def date(message):
    try:
        found = email.utils.parsedate_to_datetime(str(message['date']))
    except (TypeError, ValueError):
        return None
    found = found if found.tzinfo else found.replace(tzinfo=timezone.utc)
    return found.astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.000Z')


result = {}
for folder, _, files in os.walk(sys.argv[1]):
    for name in files:
        path = os.path.join(folder, name)
        if not (path.endswith(('.eml', '.raw')) or 'mimekit/messages' in path):
            continue
        with open(path, 'rb') as source:
            message = email.message_from_bytes(source.read(), policy=email.policy.compat32)
        result[os.path.relpath(path, sys.argv[1])] = {
            'date': date(message),
            'parts': [{'type': part.get_content_type(), 'sha256': digest(part)} for part in leaves(message)],
        }
json.dump(result, sys.stdout)
