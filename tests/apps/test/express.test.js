import { express } from '../support/applications.js';
import { suite } from '../support/suite.js';

suite('@logto/express', express);
