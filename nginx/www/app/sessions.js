// SPDX-License-Identifier: MIT
// sessions: where somebody is signed in, and the way to end that.
import { useState } from "preact/hooks";
import { ago, moment, t } from "./base.js";
import { Empty, html, Pending, say, Table, Trouble, useLoad } from "./ui.js";

/** Browser and system, as far as a user agent tells. @param {string} agent */
function device(agent) {
	const browser = /Edg\//.test(agent) ? "Edge" : /Firefox\//.test(agent) ? "Firefox" : /Chrome\//.test(agent) ? "Chrome"
		: /Safari\//.test(agent) ? "Safari" : agent.split(/[ /]/)[0];
	const system = /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Windows/.test(agent) ? "Windows"
		: /Mac OS/.test(agent) ? "macOS" : /Linux/.test(agent) ? "Linux" : "";
	return [browser, system].filter(Boolean).join(", ") || t("Unknown device");
}

/** @param {{ list: () => Promise<any>, end: (id: string) => Promise<any> }} props */
export function Sessions({ list, end }) {
	const sessions = useLoad(list, []);
	const [error, setError] = useState(/** @type {any} */ (null));
	/** @param {any} session */
	const stop = async (session) => {
		try {
			await end(session.id);
			say(t("The session is ended."));
			setError(null);
		} catch (refused) {
			setError(refused);
		}
		sessions.reload();
	};
	const columns = [
		{ head: t("Device"), cell: (/** @type {any} */ one) => html`<span title=${one.user_agent}>${device(one.user_agent)}</span>
			${one.current && html` <strong>${t("(this one)")}</strong>`}` },
		{ head: t("Address"), class: "break", cell: (/** @type {any} */ one) => one.ip || "–" },
		{ head: t("Last seen"), cell: (/** @type {any} */ one) => html`<span title=${moment(one.last_seen_at)}>${ago(one.last_seen_at)}</span>` },
		{ head: t("Since"), cell: (/** @type {any} */ one) => moment(one.created_at) },
		{ head: t("Actions"), hidden: true, cell: (/** @type {any} */ one) => !one.current && html`<button type="button"
			onClick=${() => stop(one)} aria-label=${t("End the session on {device}", { device: device(one.user_agent) })}>${t("End")}</button>` },
	];
	if (!sessions.data)
		return html`<${Pending} of=${sessions} lines=${3} />`;
	return html`<${Trouble} error=${error} />
		${sessions.data.items.length ? html`<${Table} caption=${t("Sessions")} columns=${columns} rows=${sessions.data.items} busy=${sessions.busy} />`
			: html`<${Empty} title=${t("Not signed in anywhere")} />`}`;
}
