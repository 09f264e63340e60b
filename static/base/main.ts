/** Every page: theme and messages. */

import { follow } from "./theme.ts";

follow();
