import { appMethods } from './app.ts';
import { chatMethods } from './chat.ts';
import { conversationsMethods } from './conversations.ts';
import { filesMethods } from './files.ts';
import type { Method } from './method.ts';
import { peopleMethods } from './people.ts';
import { viewsMethods } from './views.ts';

/** Every method that there is, by its name. */
export const methods: Map<string, Method> = new Map(
  Object.entries({
    ...appMethods,
    ...chatMethods,
    ...conversationsMethods,
    ...filesMethods,
    ...peopleMethods,
    ...viewsMethods,
  }),
);
