// SPDX-License-Identifier: MIT
// people: the staff of an MSP or of the platform, and those who are invited to it.
import { home, me, place, t } from "./base.js";
import { Heading, html, Tabs } from "./ui.js";
import { Invitations } from "./invitations.js";
import { Users } from "./users.js";

export function Staff() {
	const invited = place.value.path === "/staff/invitations";
	const { name } = me.value.tenant;
	return html`<${Heading} title=${t("Staff")} />
		<${Tabs} label=${t("Staff")} tabs=${[["/staff", t("Users")], ["/staff/invitations", t("Invitations")]]} />
		${invited ? html`<${Invitations} of=${home.value} name=${name} />` : html`<${Users} of=${home.value} name=${name} />`}`;
}
