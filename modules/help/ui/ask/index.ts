import { defineMenuEntry } from '../../../../core/ui/api';
import { fileRequest } from '../new-request';
import { loadTexts } from '../texts';
import { linesOf } from './screen-lines';

// Whoever asks for help with a page stays on it.
defineMenuEntry('ask-for-help', {
  handler: async (screen) => {
    await loadTexts();
    await fileRequest(linesOf(screen));
  },
});
