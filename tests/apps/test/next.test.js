import { next } from '../support/applications.js';
import { suite } from '../support/suite.js';

suite('@logto/next', next);
