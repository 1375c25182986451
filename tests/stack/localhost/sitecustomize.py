# SPDX-License-Identifier: MIT
"""Names below .localhost are this machine, also where the resolver of the system does not know it."""

import socket

resolve = socket.getaddrinfo


def getaddrinfo(host, *rest, **named):
    return resolve("127.0.0.1" if str(host).endswith(".localhost") else host, *rest, **named)


socket.getaddrinfo = getaddrinfo
