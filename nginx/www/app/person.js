// SPDX-License-Identifier: MIT
// person: what can be done for one user, and the dialogs that ask before it is done.
import { call, can, languages, listed, me, moment, t, tn } from "./base.js";
import { Check, Confirm, Copy, Dialog, Field, fullName, html, Pending, perform, say, Select, useLoad } from "./ui.js";
import { Sessions } from "./sessions.js";

/** Offers only what the caller may do with somebody of this status. @param {any} user @param {(what: string) => void} choose */
export function actionsFor(user, choose) {
	const self = user.id === me.value.user.id;
	const pending = user.status === "pending";
	const all = /** @type {[boolean, string, string, boolean?][]} */ ([
		[pending && can("invitation.create"), t("Resend invitation"), "resend"],
		[pending && can("invitation.create_link"), t("Copy access link"), "link"],
		[can("user.update"), t("Edit"), "edit"],
		[!self && !pending && can("user.set_role"), t("Role and permissions"), "role"],
		[user.status === "active" && can("user.reset_password"), t("Reset password"), "password"],
		[user.mfa_enabled && can("user.reset_password"), t("Reset second factor"), "mfa"],
		[!pending && can("session.manage"), t("Sessions"), "sessions"],
		[can("user.read"), t("Why no sign-in?"), "diagnose"],
		[!self && user.status === "inactive" && can("user.set_status"), t("Activate"), "activate"],
		[!self && user.status === "active" && can("user.set_status"), t("Deactivate"), "deactivate"],
		[!self && (pending ? can("invitation.revoke") : can("user.remove")), t("Delete"), "delete", true],
		[!self && !pending && can("user.erase"), t("Erase all data"), "erase", true],
	]);
	return all.filter(([may]) => may).map(([, text, what, danger]) => ({ text, danger, run: () => choose(what) }));
}

const dialogs = /** @type {Record<string, any>} */ ({
	resend: Resend, link: AccessLink, edit: Edit, role: Role, password: ResetPassword, mfa: ResetMfa, sessions: TheirSessions,
	diagnose: Diagnosis, activate: Activate, deactivate: Deactivate, delete: Remove, erase: Erase,
});

export function PersonDialog({ what, ...rest }) {
	return html`<${dialogs[what]} ...${rest} shown=${fullName(rest.user) || rest.user.email} />`;
}

/** The invitation that a pending user waits on; expired ones too. @param {string} of @param {any} user */
async function invitationOf(of, user) {
	for (const status of /** @type {const} */ (["pending", "expired"])) {
		const { items } = await call("invitation.list", { tenant_id: of, status, query: user.email });
		const found = items.find((/** @type {any} */ one) => one.user_id === user.id || one.email === user.email);
		if (found)
			return found;
	}
	return null;
}

function Resend({ user, onClose, onDone }) {
	const run = async () => {
		await perform("invitation.resend", { user_id: user.id }, t("The invitation is on its way to {email}.", { email: user.communication_email }));
		onDone();
	};
	return html`<${Confirm} title=${t("Resend the invitation?")} action=${t("Resend invitation")} run=${run} onClose=${onClose}>
		<p>${t("{email} gets a new link. Every older link stops working.", { email: user.communication_email })}</p>
	</${Confirm}>`;
}

/** A link to hand over by hand. @param {any} props either a user who waits, or an invitation */
export function AccessLink({ of, user = null, invitation = null, onClose }) {
	const made = useLoad(async () => {
		const found = invitation ?? await invitationOf(of, user);
		const link = await call("invitation.create_link", { invitation_id: found.id });
		await navigator.clipboard?.writeText(link.url).then(() => say(t("Copied")), () => {});
		return link;
	}, []);
	const email = (invitation ?? user).email;
	return html`<${Dialog} title=${t("Access link")} onClose=${onClose}>
		${made.data ? html`
			<p>${t("Give this link to {email} and to nobody else. It is shown only now; no mail is sent.", { email })}</p>
			<${Copy} label=${t("Link")} value=${made.data.url} />
			<p class="hint">${t("Works until {time}.", { time: moment(made.data.expires_at) })}</p>`
			: html`<${Pending} of=${made} lines=${2} />`}
		<footer><button type="button" class="primary" onClick=${onClose}>${t("Done")}</button></footer>
	</${Dialog}>`;
}


/** A time as a date field holds it. @param {string | null} time */
const day = (time) => time ? time.slice(0, 10) : "";

/** What is different from before, of the members of a form. @param {Record<string, any>} now @param {any} before */
export const changes = (now, before) =>
	Object.fromEntries(Object.entries(now).filter(([name, value]) => (before[name] ?? "") !== value && value !== undefined));

function Edit({ of, user, shown, onClose, onDone }) {
	const latest = useLoad(() => call("user.get", { user_id: user.id, tenant_id: of }), [user.id]);
	if (!latest.data)
		return html`<${Dialog} title=${t("Edit {name}", { name: shown })} onClose=${onClose}><${Pending} of=${latest} /></${Dialog}>`;
	const was = latest.data;
	/** @param {any} data */
	const run = async (data) => {
		const until = data.access_expires_at && `${data.access_expires_at}T23:59:59Z`;
		const { access_expires_at: _, ...rest } = data;
		const changed = changes(rest, was);
		if (data.access_expires_at !== day(was.access_expires_at))
			changed.access_expires_at = until || null;
		await perform("user.update", { user_id: user.id, tenant_id: of, ...changed, if_version: was.version }, t("Saved"));
		onDone();
	};
	return html`<${Confirm} key=${was.version} title=${t("Edit {name}", { name: shown })} action=${t("Save")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`
			<${Field} label=${t("Login email")} value=${was.email} readonly hint=${t("Cannot be changed once it is set.")} />
			<div class="pair">
				<${Field} label=${t("First name")} name="first_name" defaultValue=${was.first_name ?? ""} fault=${form.fault("first_name")} />
				<${Field} label=${t("Last name")} name="last_name" defaultValue=${was.last_name ?? ""} fault=${form.fault("last_name")} />
			</div>
			<${Field} label=${t("Communication email")} name="communication_email" type="email" defaultValue=${was.communication_email}
				hint=${t("Where mail to this person goes.")} fault=${form.fault("communication_email")} />
			<${Select} label=${t("Language")} name="language" value=${was.language} options=${speakable(was.language)} />
			<${Field} label=${t("Access ends on")} name="access_expires_at" type="date" defaultValue=${day(was.access_expires_at)}
				hint=${t("For people who stay for a while only; leave it empty otherwise.")} fault=${form.fault("access_expires_at")} />
			${form.error?.reason === "version_conflict" && html`<p><button type="button" onClick=${latest.reload}>${t("Show the newest")}</button></p>`}`}
	</${Confirm}>`;
}

/** Languages of mails. @param {string} [also] @returns {[string, string][]} */
export function speakable(also = "en") {
	const names = /** @type {Record<string, string>} */ ({ ...languages, de: "Deutsch", es: "Español" });
	return Object.entries(also in names ? names : { ...names, [also]: also });
}

/** Ticks for additional permissions: those that the caller may give, and those that are given already. */
export function Grants({ offered, given, title: heading = t("Additional permissions"), open = given.length > 0 }) {
	const titles = useLoad(() => can("role.read") ? call("permission.list") : Promise.resolve({ items: [] }), []);
	const title = (/** @type {string} */ name) => titles.data?.items.find((/** @type {any} */ one) => one.name === name)?.title ?? name;
	if (!offered.length && !given.length)
		return null;
	return html`<details class="grants" open=${open}><summary>${heading}</summary>
		${[...new Set([...given, ...offered])].sort().map((name) => html`<${Check} key=${name} label=${title(name)} hint=${name}
			name="grant:${name}" value="1" defaultChecked=${given.includes(name)} disabled=${!offered.includes(name)} />`)}
	</details>`;
}

/** Names of the permissions that were ticked. @param {Record<string, any>} data */
export const granted = (data) => Object.keys(data).filter((key) => key.startsWith("grant:")).map((key) => key.slice(6));

function Role({ of, user, shown, onClose, onDone }) {
	const choice = useLoad(() => Promise.all([call("role.assignable", { tenant_id: of }), call("role.list", { tenant_id: of })]), [of]);
	if (!choice.data)
		return html`<${Dialog} title=${t("Role and permissions")} onClose=${onClose}><${Pending} of=${choice} /></${Dialog}>`;
	const [assignable, roles] = choice.data;
	const names = [...new Set([user.role_name, ...assignable.roles])];
	const of_name = (/** @type {string} */ name) => roles.items.find((/** @type {any} */ one) => one.name === name);
	/** @param {any} data */
	const run = async (data) => {
		const ticked = granted(data);
		const add = ticked.filter((name) => !user.permissions.includes(name));
		const drop = user.permissions.filter((/** @type {string} */ name) => assignable.permissions.includes(name) && !ticked.includes(name));
		const whom = { user_id: user.id, tenant_id: of };
		if (data.role !== user.role_name)
			await call("user.set_role", { ...whom, role: data.role });
		for (const permission of add)
			await call("user.grant_permission", { ...whom, permission });
		for (const permission of drop)
			await call("user.revoke_permission", { ...whom, permission });
		say(t("Saved"));
		onDone();
	};
	return html`<${Confirm} title=${t("Role and permissions of {name}", { name: shown })} action=${t("Save")} run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`
			<${Select} label=${t("Role")} name="role" value=${user.role_name} fault=${form.fault("role")}
				options=${names.map((name) => [name, of_name(name)?.title || name])}
				hint=${t("Holds from the next thing that this person does.")} />
			<${Grants} offered=${assignable.permissions} given=${user.permissions} />`}
	</${Confirm}>`;
}

function ResetPassword({ of, user, shown, onClose, onDone }) {
	const run = async () => {
		await perform("user.reset_password", { user_id: user.id, tenant_id: of },
			t("A link to a new password is on its way to {email}.", { email: user.communication_email }));
		onDone();
	};
	return html`<${Confirm} title=${t("Reset the password of {name}?", { name: shown })} action=${t("Reset password")} run=${run} onClose=${onClose}>
		<p>${t("{email} gets a link to choose a new password. The old one works until then; nobody else sees the new one.", { email: user.communication_email })}</p>
	</${Confirm}>`;
}

function ResetMfa({ of, user, shown, onClose, onDone }) {
	const run = async () => {
		await perform("user.reset_mfa", { user_id: user.id, tenant_id: of }, t("The second factor is removed."));
		onDone();
	};
	return html`<${Confirm} title=${t("Reset the second factor of {name}?", { name: shown })} action=${t("Reset second factor")} danger run=${run} onClose=${onClose}>
		<p>${t("The password alone will do until a new one is set up. First make sure that it is really this person who asks.")}</p>
	</${Confirm}>`;
}

function TheirSessions({ of, user, shown, onClose }) {
	return html`<${Dialog} title=${t("Sessions of {name}", { name: shown })} onClose=${onClose} wide>
		<${Sessions} list=${() => call("session.list", { user_id: user.id, tenant_id: of })}
			end=${(/** @type {string} */ id) => call("session.revoke", { user_id: user.id, tenant_id: of, session_id: id })} />
	</${Dialog}>`;
}

function Diagnosis({ of, user, shown, onClose }) {
	const found = useLoad(() => call("user.diagnose", { email: user.email, tenant_id: of }), [user.email]);
	return html`<${Dialog} title=${t("Why can {name} not sign in?", { name: shown })} onClose=${onClose}>
		${found.data ? html`<ul class="checks">${found.data.checks.map((/** @type {any} */ check) => html`
			<li key=${check.name} class=${check.ok ? "good" : "bad"}>
				<span aria-hidden="true">${check.ok ? "✓" : "△"}</span> <span class="unseen">${check.ok ? t("In order") : t("Look here")}:</span>
				${check.hint}</li>`)}</ul>`
			: html`<${Pending} of=${found} />`}
	</${Dialog}>`;
}

/** What activating and deactivating tell afterwards. @param {any} done @param {string} text */
function standing(done, text) {
	const keys = done.api_keys_made?.length
		? " " + t("Keys that this person made still work: {names}.", { names: listed(done.api_keys_made.map((/** @type {any} */ one) => one.name)) }) : "";
	say(text + keys);
}

function Activate({ of, user, shown, onClose, onDone }) {
	const run = async () => {
		standing(await call("user.activate", { user_id: user.id, tenant_id: of }), t("{name} can sign in again.", { name: shown }));
		onDone();
	};
	return html`<${Confirm} title=${t("Activate {name}?", { name: shown })} action=${t("Activate")} run=${run} onClose=${onClose}>
		<p>${t("The role, the permissions and all data are as they were before.")}</p>
	</${Confirm}>`;
}

function Deactivate({ of, user, shown, onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => {
		const done = await call("user.deactivate", { user_id: user.id, tenant_id: of, ...(data.reason && { reason: data.reason }) });
		standing(done, tn("{name} is deactivated; {n} session was ended.", "{name} is deactivated; {n} sessions were ended.",
			done.sessions_ended, { name: shown }));
		onDone();
	};
	return html`<${Confirm} title=${t("Deactivate {name}?", { name: shown })} action=${t("Deactivate")} danger run=${run} onClose=${onClose}>
		<ul><li>${t("Signed out everywhere, at once.")}</li>
			<li>${t("No sign-in until activated again, which is possible at any time.")}</li>
			<li>${t("Everything that belongs to this person stays.")}</li></ul>
		<${Field} label=${t("Reason (for the audit)")} name="reason" maxlength=255 />
	</${Confirm}>`;
}

function Remove({ of, user, shown, onClose, onDone }) {
	const pending = user.status === "pending";
	const run = async () => {
		const waiting = pending && await invitationOf(of, user);
		await (waiting ? call("invitation.revoke", { invitation_id: waiting.id })
			: call("user.remove", { user_id: user.id, tenant_id: of }));
		say(t("{name} is deleted.", { name: shown }));
		onDone();
	};
	return html`<${Confirm} title=${t("Delete {name}?", { name: shown })} action=${t("Delete")} danger run=${run} onClose=${onClose}>
		<p>${pending ? t("The invitation ends and its links stop working.")
			: t("This ends the membership and all sessions. To shut somebody out for a while, deactivate instead.")}</p>
	</${Confirm}>`;
}

function Erase({ of, user, shown, onClose, onDone }) {
	/** @param {any} data */
	const run = async (data) => {
		await perform("user.erase", { user_id: user.id, tenant_id: of, confirm_email: data.confirm_email.trim() }, t("All data of this person is erased."));
		onDone();
	};
	return html`<${Confirm} title=${t("Erase all data of {name}?", { name: shown })} action=${t("Erase all data")} danger run=${run} onClose=${onClose}>
		${(/** @type {any} */ form) => html`
			<p>${t("Name and addresses are gone for good; the audit keeps a pseudonym. This cannot be undone.")}</p>
			<${Field} label=${t("Type the address")} name="confirm_email" required autocomplete="off" hint=${user.email} fault=${form.fault("confirm_email")} />`}
	</${Confirm}>`;
}
