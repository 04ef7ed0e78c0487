/** Elements with which the members of an organization administer it inside another application. */

/** How the elements reach the Organization API, and with which tokens. */
export interface Configuration {
  /** Address of the Organization API; by default the one that this module comes from. */
  gateway?: string;
  /** An organization token: what `getOrganizationToken` of an SDK gives. */
  getToken?: (organizationId: string) => Promise<string>;
  /** For the switcher: an access token for the gateway's API resource, without an organization. */
  getUserToken?: () => Promise<string>;
  /** Names of permissions that the gateway's policy has renamed, by their default names. */
  permissions?: Record<string, string>;
  /** Other words, by key. `{…}` stand for values. */
  words?: Record<string, string>;
}

/** Sets this for every element of the page; elements that are there already start anew. */
export function configure(configuration: Configuration): void;

declare class GuildhallElement extends HTMLElement {
  /** The organization that the element shows; the attribute `organization-id`. */
  organizationId: string;
  /** Instead of that of `configure`, for this element. */
  getToken?: (organizationId: string) => Promise<string>;
  /** Instead of that of `configure`, for this element; no attribute says it. */
  gateway?: string;
  /** Reads everything anew. */
  refresh(): void;
}

/** `<guildhall-members>`; sends `guildhall-change`, `guildhall-leave`, `guildhall-error`. */
export class Members extends GuildhallElement {}
/** `<guildhall-invitations>`; sends `guildhall-change`, `guildhall-error`. */
export class Invitations extends GuildhallElement {}
/** `<guildhall-organization-profile>`; sends `guildhall-change`, `guildhall-error`. */
export class OrganizationProfile extends GuildhallElement {}
/** `<guildhall-organization-switcher>`; sends `guildhall-select`, `guildhall-change`, `guildhall-error`. */
export class OrganizationSwitcher extends GuildhallElement {
  /** Instead of that of `configure`, for this element. */
  getUserToken?: () => Promise<string>;
}

/** The detail of `guildhall-select`. */
export interface Selection {
  organizationId: string;
  name: string;
  organizationRoles: { id: string; name: string }[];
  organizationPermissions: string[];
}

declare global {
  interface HTMLElementTagNameMap {
    'guildhall-members': Members;
    'guildhall-invitations': Invitations;
    'guildhall-organization-profile': OrganizationProfile;
    'guildhall-organization-switcher': OrganizationSwitcher;
  }
}
