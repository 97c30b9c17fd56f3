import { describeFaults } from './vendor';

describeFaults('guardant');
