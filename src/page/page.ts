import { startFilters } from './filters.ts';
import { startPictures } from './pictures.ts';
import { showLinked } from './show-entry.ts';

/*
 * What makes a report more than text to be read: without it everything is shown, and links lead to where they say. It is
 * bundled into one script by `npm run page`; nothing else is run by a report.
 */
const pictures = startPictures();
startFilters(pictures);
addEventListener('hashchange', showLinked);
showLinked();
