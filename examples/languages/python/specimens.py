"""A small SDK for a herbarium API: waits after a 429, and has its own error for a key that is not accepted."""

import time

import requests


class NotAuthorized(Exception):
    """The server rejected the key."""


class Herbarium:
    def __init__(self, base_url, key, verify=True, sleep=time.sleep):
        self.base_url = base_url
        self.sleep = sleep
        self.session = requests.Session()
        self.session.headers["X-Api-Key"] = key
        # The path of a CA certificate, or True for those of requests. Given with each request: REQUESTS_CA_BUNDLE replaces session.verify.
        self.verify = verify

    def specimens(self):
        while True:
            response = self.session.get(f"{self.base_url}/specimens", verify=self.verify, timeout=10)
            if response.status_code == 401:
                raise NotAuthorized("the key is not accepted")
            if response.status_code != 429:
                response.raise_for_status()
                return response.json()
            self.sleep(int(response.headers.get("Retry-After", "1")))
