import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { withCurrentTables } from './readme-tables.ts';

const readme = path.join(import.meta.dirname, '../../README.md');
writeFileSync(readme, withCurrentTables(readFileSync(readme, 'utf8')));
