import { describeFaults } from './vendor';

describeFaults('weevio');
