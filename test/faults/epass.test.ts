import { describeFaults } from './vendor';

describeFaults('epass');
