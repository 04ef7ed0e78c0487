import { singlePage } from '../support/applications.js';
import { suite } from '../support/suite.js';

suite('@logto/vue', singlePage('vue'));
