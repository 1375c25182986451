// SPDX-License-Identifier: MIT
// csv: people from a file. Template, upload, preview, import.
import { useMemo, useState } from "preact/hooks";
import { call, number, once, t, tn } from "./base.js";
import { Check, Dialog, html, save, Submit, Table, Trouble, useForm } from "./ui.js";
import { useRoles } from "./users.js";

const MOST = 1024 * 1024;

/** The text of a file, whether it was written as UTF-8 or by an old spreadsheet. @param {File} file */
async function textOf(file) {
	const bytes = await file.arrayBuffer();
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return new TextDecoder("windows-1252").decode(bytes);
	}
}

export function InviteByCsv({ of, name, onClose, onDone }) {
	const [file, setFile] = useState(/** @type {{ name: string, csv: string, preview: any } | null} */ (null));
	const [result, setResult] = useState(/** @type {any} */ (null));
	return html`<${Dialog} title=${t("Invite by CSV")} onClose=${onClose} wide>
		<p class="lead">${t("To {name}.", { name })}</p>
		${result ? html`<${Done} of=${of} result=${result} onClose=${onClose} />`
			: file ? html`<${Preview} of=${of} file=${file} onBack=${() => setFile(null)} onClose=${onClose} onDone=${(/** @type {any} */ done) => {
				setResult(done);
				onDone();
			}} />`
			: html`<${Upload} of=${of} onClose=${onClose} onFile=${setFile} />`}
	</${Dialog}>`;
}

function Upload({ of, onClose, onFile }) {
	const [over, setOver] = useState(false);
	const template = useForm(async () => save(await call("invitation.csv_template")));
	const [error, setError] = useState(/** @type {any} */ (null));
	const [busy, setBusy] = useState("");
	/** @param {File | undefined} chosen */
	const take = async (chosen) => {
		if (!chosen)
			return;
		setError(null);
		setBusy(chosen.name);
		try {
			if (chosen.size > MOST)
				throw new RangeError();
			const csv = await textOf(chosen);
			const preview = await call("invitation.import_csv", { tenant_id: of, csv, only_valid: true, dry_run: true });
			onFile({ name: chosen.name, csv, preview });
		} catch (refused) {
			setError(refused);
		}
		setBusy("");
	};
	/** @param {any} event */
	const dropped = (event) => {
		event.preventDefault();
		setOver(false);
		take(event.dataTransfer.files[0]);
	};
	return html`<div>
		<ol class="steps">
			<li>${t("Take the template and fill in one person on each line: address and role.")}
				<p><button type="button" onClick=${() => template.onSubmit(null)}>${t("Download the template")}</button></p>
				<${Trouble} error=${template.trouble} /></li>
			<li>${t("Choose the file. Nothing is sent before you have seen what is in it.")}
				<div class="drop ${over ? "over" : ""}" onDragOver=${(/** @type {any} */ event) => { event.preventDefault(); setOver(true); }}
					onDragLeave=${() => setOver(false)} onDrop=${dropped}>
					<label for="csv-file">${t("CSV file")}</label>
					<input type="file" id="csv-file" accept=".csv,text/csv,text/plain" onChange=${(/** @type {any} */ event) => take(event.currentTarget.files[0])} />
					<p class="hint">${busy ? t("Reading {name} …", { name: busy }) : t("or drop it here; at most 1,000 people")}</p>
				</div></li>
		</ol>
		${error instanceof RangeError ? html`<p class="note bad" role="alert">${t("This file is larger than 1 MiB.")}</p>` : html`<${Trouble} error=${error} />`}
		<footer><button type="button" onClick=${onClose}>${t("Cancel")}</button></footer>
	</div>`;
}

/** The rows of a file, faulty ones first. */
function Rows({ of, rows, done }) {
	const titleOf = useRoles(of);
	const SHOWN = 200;
	const sorted = useMemo(() => [...rows].sort((a, b) => Number(a.success) - Number(b.success) || a.row - b.row).slice(0, SHOWN), [rows]);
	const columns = [
		{ head: t("Line"), class: "figure", cell: (/** @type {any} */ row) => number(row.row) },
		{ head: t("Email"), class: "break", cell: (/** @type {any} */ row) => row.email || "–" },
		{ head: t("Role"), cell: (/** @type {any} */ row) => row.role ? titleOf(row.role) : t("default") },
		{ head: t("State"), class: "text", cell: (/** @type {any} */ row) => row.success
			? html`<span class="status good">✓ ${done ? t("invited") : t("ready")}</span>`
			: html`<span class="status bad">△ ${row.error.message}</span>` },
	];
	return html`<${Table} caption=${t("People in the file")} columns=${columns} rows=${sorted} rowKey=${(/** @type {any} */ row) => row.row} by=${[titleOf]} scrolls />
		${rows.length > SHOWN && html`<p class="hint">${tn("And {n} more that is in order.", "And {n} more.", rows.length - SHOWN)}</p>`}`;
}

/** The faulty rows as a file, to be corrected and chosen again. @param {any[]} rows */
function saveFaults(rows) {
	const quoted = (/** @type {string} */ text) => `"${String(text ?? "").replace(/^([=+\-@\t\r])/, "'$1").replaceAll('"', '""')}"`;
	const lines = rows.filter((row) => !row.success).map((row) => [row.email, row.role, row.error.message].map(quoted).join(","));
	save({ filename: "not-invited.csv", content_type: "text/csv", content: ["email,role,error", ...lines, ""].join("\r\n") });
}

function Preview({ of, file, onBack, onClose, onDone }) {
	const { preview } = file;
	const [key] = useState(once);
	const form = useForm(async (data) => onDone(await call("invitation.import_csv",
		{ tenant_id: of, csv: file.csv, only_valid: true, send_email: Boolean(data.send_email), idempotency_key: key })));
	return html`<form onSubmit=${form.onSubmit}>
		<p role="status"><strong>${file.name}</strong>: ${tn("{n} person can be invited.", "{n} people can be invited.", preview.total_created)}
			${preview.total_failed > 0 && html` <span class="status bad">△ ${tn("{n} line has a fault and is left out.", "{n} lines have faults and are left out.", preview.total_failed)}</span>`}</p>
		<${Rows} of=${of} rows=${preview.rows} />
		<${Check} label=${t("Send the invitations by email")} name="send_email" value="1" defaultChecked />
		<${Trouble} error=${form.trouble} />
		<footer><button type="button" onClick=${onClose}>${t("Cancel")}</button>
			<button type="button" onClick=${onBack}>${t("Another file")}</button>
			${preview.total_failed > 0 && html`<button type="button" onClick=${() => saveFaults(preview.rows)}>${t("Save the faulty lines")}</button>`}
			<${Submit} busy=${form.busy} disabled=${preview.total_created === 0}>${t("Import (valid rows only)")}</${Submit}></footer>
	</form>`;
}

function Done({ of, result, onClose }) {
	return html`<div>
		<p role="status">${tn("{n} person was invited.", "{n} people were invited.", result.total_created)}
			${result.total_failed > 0 && " " + tn("{n} line was left out.", "{n} lines were left out.", result.total_failed)}</p>
		<${Rows} of=${of} rows=${result.rows} done />
		<footer>${result.total_failed > 0 && html`<button type="button" onClick=${() => saveFaults(result.rows)}>${t("Save the faulty lines")}</button>`}
			<button type="button" class="primary" onClick=${onClose}>${t("Done")}</button></footer>
	</div>`;
}
