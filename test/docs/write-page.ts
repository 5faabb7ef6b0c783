import { writeFileSync } from 'node:fs';

import { pageScriptFile, pageScriptModule } from './page-script.ts';

writeFileSync(pageScriptFile, await pageScriptModule());
