// SPDX-License-Identifier: MIT
// People from a file that is not as it should be.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { mailedLink, member, newTenant, row, staff, unique } from "./stage.mjs";

test("a file with deliberate faults is shown line by line, and its valid rows are invited", async () => {
	const tenant = await newTenant();
	const pat = await member(tenant);
	const page = await staff(`/tenants/${tenant.id}/users`);
	const [one, two] = [unique("one@x.test"), unique("two@x.test")];
	await page.getByRole("button", { name: "Invite by CSV" }).click();
	const waiting = page.waitForEvent("download");
	await page.getByRole("button", { name: "Download the template" }).click();
	const template = readFileSync(await (await waiting).path(), "utf8");
	assert.match(template, /^\ufeff?email[,;]role/);

	const csv = `\ufeffRole;Email\r\nmember;${one}\r\nmember;not-an-address\r\nemperor;${unique("emp@x.test")}\r\nmember;${pat.email}\r\nadmin;${two}\r\n`;
	await page.getByLabel("CSV file").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
	await page.getByText("2 people can be invited.").waitFor();
	await page.getByText("3 lines have faults and are left out.").waitFor();
	const table = page.getByRole("table", { name: "People in the file" });
	for (const [line, text] of [["3", "not-an-address"], ["4", "emperor"], ["5", pat.email]])
		await table.getByRole("row").filter({ hasText: text }).getByRole("rowheader", { name: line, exact: true }).waitFor();
	const faults = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save the faulty lines" }).click();
	assert.equal(readFileSync(await (await faults).path(), "utf8").trim().split("\r\n").length, 4);
	await page.getByRole("button", { name: "Import (valid rows only)" }).click();
	await page.getByText("2 people were invited. 3 lines were left out.").waitFor();
	await page.getByRole("button", { name: "Done" }).click();
	await row(page, one).getByText("Pending").waitFor();
	await row(page, two).getByText("Pending").waitFor();
	assert.match(await mailedLink(one), /\/invite#/);
});

test("a file that is no CSV of people is refused before anything is sent", async () => {
	const tenant = await newTenant();
	const page = await staff(`/tenants/${tenant.id}/users`);
	await page.getByRole("button", { name: "Invite by CSV" }).click();
	await page.getByLabel("CSV file").setInputFiles({ name: "song.csv", mimeType: "text/csv", buffer: Buffer.from("la,la\nlu,lu\n") });
	await page.getByRole("dialog").getByRole("alert").waitFor();
	await page.getByLabel("CSV file").setInputFiles({ name: "huge.csv", mimeType: "text/csv", buffer: Buffer.alloc(1024 * 1024 + 1, 97) });
	await page.getByText("This file is larger than 1 MiB.").waitFor();
	await page.keyboard.press("Escape");
	await page.getByText("Nobody is here yet").waitFor();
});
