export { Client, createClient, orNull, ProblemError, readArticle, relay } from './client.js';
export { commentBox } from './comments.js';
export { createSession, memoryStore, webStore } from './session.js';
export type { ClientOptions, Input, Item, Options, Path, Result } from './client.js';
export type { CommentBox, OwnComment } from './comments.js';
export type { Session, Tokens, TokenStore } from './session.js';
export type { components, operations, paths } from './contract.js';
