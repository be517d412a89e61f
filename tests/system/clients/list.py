"""Lists the conversations once."""

import json
import os

import requests

headers = {
    "Authorization": f"Bearer {os.environ['API_KEY']}",
    "Content-Type": "application/json",
}

response = requests.get(f"{os.environ['BASE_URL']}/conversations", headers=headers)
response.raise_for_status()
print(json.dumps(response.json()))
