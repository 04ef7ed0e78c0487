// Every way through the hosted pages, each once. Suites go them with and without scripts; `gallery.js` takes pictures on them.

import { ways as account } from './account.js';
import { ways as brand } from './brand.js';
import { ways as captcha } from './captcha.js';
import { ways as consolePages } from './console-pages.js';
import { ways as consoleRights } from './console-rights.js';
import { ways as console } from './console.js';
import { ways as factors } from './factors.js';
import { ways as organizations } from './organizations.js';
import { ways as portal } from './portal.js';
import { ways as registration } from './registration.js';
import { ways as signIn } from './sign-in.js';
import { ways as social } from './social.js';
import { ways as sso } from './sso.js';
import { ways as still } from './still.js';
import { ways as tools } from './tools.js';

export const ways = [...signIn, ...captcha, ...brand, ...registration, ...factors, ...organizations, ...social, ...sso, ...still, ...portal, ...account, ...console, ...consoleRights, ...consolePages, ...tools];
