// SPDX-License-Identifier: MIT
// Reads an OpenRPC document from standard input; exit status 0 if it is a valid one.
import { readFileSync } from "node:fs";
import schemaUtils from "@open-rpc/schema-utils-js";

const document = JSON.parse(readFileSync(0, "utf8"));
const verdict = schemaUtils.validateOpenRPCDocument(document);
if (verdict !== true) {
	console.error(verdict.message.slice(0, 4000));
	process.exit(1);
}
const whole = await schemaUtils.parseOpenRPCDocument(document);
console.log(`${whole.methods.length} methods`);
