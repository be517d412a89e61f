"""Calls the API with requests and a key, as the documentation of requests shows retries: an adapter with urllib3's Retry."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

base_url = os.environ["AUTH_CONFORMANCE_URL"]
key = os.environ["AUTH_CONFORMANCE_KEY"]
task = os.environ.get("AUTH_CONFORMANCE_TASK", "call")

session = requests.Session()
session.headers["Authorization"] = f"Bearer {key}"
retries = Retry(total=3, backoff_factor=1, status_forcelist=[429, 503])
session.mount("https://", HTTPAdapter(max_retries=retries, pool_maxsize=8))


def call(_=None):
    response = session.get(f"{base_url}/conversations", timeout=40)
    response.raise_for_status()
    return response.json()


def create():
    response = session.post(f"{base_url}/conversations", json={"title": "Quarterly planning"}, timeout=40)
    response.raise_for_status()
    return response.json()


def in_parallel():
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(call, range(8)))


tasks = {"call": call, "create": create, "call-in-parallel": in_parallel}
if task not in tasks:
    sys.exit(64)
if not base_url.startswith("https:"):
    sys.exit(f"expected a base URL that begins with https:, got {base_url}")
print(tasks[task]())
