"""Tests of the SDK against the mock, over HTTPS: the client trusts the CA of the mock."""

import json
import os
import shlex
import subprocess
import unittest

import requests

from specimens import Herbarium, NotAuthorized

command = shlex.split(os.environ.get("AUTH_CONFORMANCE", "npx auth-conformance"))
document = ["../../header-key/openapi.yaml", "--overlay", "../../header-key/limits.overlay.yaml"]
free_ports = ["--port", "0", "--http-port", "0", "--control-port", "0"]


class SpecimensTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.process = subprocess.Popen([*command, "mock", *document, *free_ports, "--json"], stdout=subprocess.PIPE, text=True)
        cls.mock = json.loads(cls.process.stdout.readline())

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.communicate()

    def control(self, path, body):
        url, token = self.mock["control"]["url"], self.mock["control"]["token"]
        response = requests.post(f"{url}{path}", json=body, headers={"Authorization": f"Bearer {token}"}, timeout=10)
        response.raise_for_status()
        return response.json()

    def herbarium(self, **shape):
        key = self.control("/mint", shape)["credential"]
        self.waits = []
        herbarium = Herbarium(self.mock["url"], key, verify=self.mock["ca"], sleep=self.sleep)
        self.addCleanup(herbarium.session.close)
        return herbarium

    def sleep(self, seconds):
        self.waits.append(seconds)
        self.control("/clock", {"advance": f"{seconds}s"})

    def test_lists_the_specimens(self):
        self.assertEqual(self.herbarium().specimens()[0]["species"], "Bellis perennis")

    def test_a_revoked_key_has_its_own_error(self):
        with self.assertRaises(NotAuthorized):
            self.herbarium(state="revoked").specimens()

    def test_the_eleventh_call_within_a_minute_waits_for_the_next_window(self):
        herbarium = self.herbarium(plan="visitor")
        for _ in range(11):
            herbarium.specimens()
        self.assertEqual(len(self.waits), 1)
        self.assertLessEqual(self.waits[0], 60)


if __name__ == "__main__":
    unittest.main()
