// SPDX-License-Identifier: MIT
// profile: everybody's own page. Name and language, password and second factor, sessions.
import { useState } from "preact/hooks";
import { call, go, learn, me, speak, spoken, t, tn } from "./base.js";
import { Confirm, Dialog, Field, Heading, html, perform, say, Select, Submit, Tabs, Trouble, useForm } from "./ui.js";
import { ChangePassword, Enrolment, RecoveryCodes } from "./restricted.js";
import { Sessions } from "./sessions.js";
import { changes, speakable } from "./person.js";

export function Profile({ tab = "" }) {
	const tabs = [["/profile", t("Person")], ["/profile/security", t("Password and second factor")], ["/profile/sessions", t("Sessions")]];
	const pages = /** @type {Record<string, any>} */ ({ "": Person, security: Security, sessions: Mine });
	const Page = pages[tab] ?? Person;
	return html`<${Heading} title=${t("Your profile")} /><${Tabs} label=${t("Your profile")} tabs=${tabs} /><${Page} />`;
}

function Person() {
	const { user } = me.value;
	const [moving, setMoving] = useState(false);
	const form = useForm(async (data) => {
		const { first_name, last_name, language } = data;
		await perform("me.update", changes({ first_name, last_name, language }, user), t("Saved"));
		await learn();
		await speak(spoken([language]));
	});
	return html`<form class="narrow" onSubmit=${form.onSubmit}>
		<${Trouble} error=${form.trouble} />
		<div class="pair">
			<${Field} label=${t("First name")} name="first_name" autocomplete="given-name" defaultValue=${user.first_name ?? ""} fault=${form.fault("first_name")} />
			<${Field} label=${t("Last name")} name="last_name" autocomplete="family-name" defaultValue=${user.last_name ?? ""} fault=${form.fault("last_name")} />
		</div>
		<${Select} label=${t("Language")} name="language" value=${user.language} options=${speakable(user.language)} hint=${t("Of mails, and of this console where it speaks it.")} />
		<${Field} label=${t("Login email")} value=${user.email} readonly hint=${t("Cannot be changed once it is set.")} />
		<${Field} label=${t("Communication email")} value=${user.communication_email} readonly hint=${t("Where mail to you goes.")} />
		<p><button type="button" onClick=${() => setMoving(true)}>${t("Change the communication email")}</button></p>
		<footer><${Submit} busy=${form.busy}>${t("Save")}</${Submit}></footer>
		${moving && html`<${Move} onClose=${() => setMoving(false)} />`}
	</form>`;
}

function Move({ onClose }) {
	/** @param {any} data */
	const run = (data) => perform("me.change_communication_email", { email: data.email.trim() }, t("Please follow the link that is on its way to {email}.", { email: data.email.trim() }));
	return html`<${Confirm} title=${t("Change the communication email")} action=${t("Send the link")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`<p>${t("A link goes to the new address; it counts once you have followed it. The old address is told.")}</p>
			<${Field} label=${t("New address")} name="email" type="email" required fault=${form.fault("email")} />`}
	</${Confirm}>`;
}

function Security() {
	const { user } = me.value;
	const [open, setOpen] = useState("");
	const [codes, setCodes] = useState(/** @type {string[] | null} */ (null));
	const [turn, setTurn] = useState(0);
	const close = () => setOpen("");
	/** @param {number} ended */
	const changed = (ended) => {
		say(t("Your password is changed.") + " " + tn("{n} session was ended.", "{n} sessions were ended.", ended));
		setTurn(turn + 1);
	};
	return html`<div class="narrow">
		<section aria-labelledby="password"><h2 id="password">${t("Password")}</h2><${ChangePassword} key=${turn} onDone=${changed} /></section>
		<section aria-labelledby="second"><h2 id="second">${t("Second factor")}</h2>
			${user.mfa_enabled ? html`<p>✓ ${t("Set up: a code is asked for at each sign-in.")}</p>
				<p class="actions"><button type="button" onClick=${() => setOpen("codes")}>${t("New recovery codes")}</button>
					<button type="button" onClick=${() => setOpen("remove")}>${t("Remove the second factor")}</button></p>`
				: html`<p>${t("Not set up. A code from your phone keeps others out even if they know your password.")}</p>
				<p><button type="button" class="primary" onClick=${() => setOpen("enrol")}>${t("Set up the second factor")}</button></p>`}
		</section>
		${open === "enrol" && html`<${Dialog} title=${t("Set up your second factor")} onClose=${() => { close(); learn(); }}>
			<${Enrolment} onDone=${async () => { await learn(); close(); }} /></${Dialog}>`}
		${open === "codes" && html`<${Confirm} title=${t("New recovery codes?")} action=${t("Make new codes")} onClose=${close}
			run=${async () => setCodes((await call("me.new_recovery_codes")).recovery_codes)}>
			<p>${t("The old ones stop working at once.")}</p></${Confirm}>`}
		${open === "remove" && html`<${Confirm} title=${t("Remove the second factor?")} action=${t("Remove the second factor")} danger onClose=${close}
			run=${async () => { await perform("me.remove_totp", {}, t("The second factor is removed.")); await learn(); }}>
			<p>${t("From then on the password alone is enough.")}</p></${Confirm}>`}
		${codes && html`<${Dialog} title=${t("Recovery codes")} onClose=${() => setCodes(null)}><${RecoveryCodes} codes=${codes} onDone=${() => setCodes(null)} /></${Dialog}>`}
	</div>`;
}

function Mine() {
	const [error, setError] = useState(/** @type {any} */ (null));
	const all = () => call("auth.sign_out", { all: true }).then(() => {
		me.value = null;
		go("/");
	}, setError);
	return html`<${Trouble} error=${error} /><${Sessions} list=${() => call("me.list_sessions")}
		end=${(/** @type {string} */ session_id) => call("me.revoke_session", { session_id })} />
		<p><button type="button" onClick=${all}>${t("Sign out everywhere")}</button></p>`;
}
