import { describeFaults } from './vendor';

describeFaults('pdm');
