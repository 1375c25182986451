// SPDX-License-Identifier: MIT
// Names below .localhost are this machine, also where the resolver of the system does not know it.
import dns from "node:dns";

const { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(host.endsWith(".localhost") ? "127.0.0.1" : host, ...rest);
