# SPDX-License-Identifier: MIT
"""The pages beside the README say what is so."""

import os
import re
import subprocess
import sys

import pytest

from stack.layout import ROOT


def page(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def test_the_figures_of_the_page_on_scale_are_those_of_its_simulation():
    shown = re.search(r"<!-- figures -->\n```\n(.*?)```\n<!-- /figures -->", page("docs/scale.md"), re.S).group(1)
    printed = subprocess.run([sys.executable, os.path.join(ROOT, "docs", "scale.py")], stdout=subprocess.PIPE, text=True,
                             check=True).stdout
    assert shown == printed


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", *sorted(
    f"docs/{name}" for name in os.listdir(os.path.join(ROOT, "docs")) if name.endswith(".md"))])
def test_links_within_the_pages_lead_somewhere(name):
    folder = os.path.dirname(os.path.join(ROOT, name))
    for target in re.findall(r"\]\(([^)#:]+)\)", page(name)):
        assert os.path.exists(os.path.join(folder, target)), target
