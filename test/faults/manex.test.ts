import { describeFaults } from './vendor';

describeFaults('manex');
