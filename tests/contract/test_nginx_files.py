# SPDX-License-Identifier: MIT
"""The shipped nginx files against what they must agree with."""

import glob
import os
import re

from stack.layout import ROOT


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def test_the_documented_placeholders_are_the_ones_in_use():
    site = read("nginx", "tenantry.conf.in")
    text, code = site.split("\nupstream ", 1)
    documented = {name for line in re.findall(r"^#   ([A-Z][A-Z_, ]+?)  ", text, re.M) for name in line.split(", ")}
    used = set(re.findall(r"@([A-Z_]+)@", code + read("nginx", "site.conf.in")))
    assert documented == used


# What servers say that set none of ours: see front.h.
OF_OTHER_SERVERS = {"HTTP_HOST", "REQUEST_URI", "DOCUMENT_ROOT"}


def test_the_worker_reads_the_parameters_that_nginx_sends_and_no_others():
    sent = set(re.findall(r"^fastcgi_param (\w+)", read("nginx", "fastcgi_caller") + read("nginx", "fastcgi_params"), re.M))
    front = read("fcgi", "app", "front.c")
    taken = set(re.findall(r'(?:"|PARAM\()((?:TENANTRY|HTTP|REQUEST|REMOTE|DOCUMENT|QUERY|CONTENT)_[A-Z_]+)', front))
    assert taken - OF_OTHER_SERVERS == sent and not sent & OF_OTHER_SERVERS


def test_no_location_of_the_site_hides_the_headers_of_all():
    for path in glob.glob(os.path.join(ROOT, "nginx", "*.in")):
        inside = re.findall(r"^\t+add_header", read(path), re.M)
        assert not inside, f"{path}: an add_header in a block replaces those of the server"
