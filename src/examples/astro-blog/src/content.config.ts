// The archive is made when the blog is built; a further build reads the articles that changed.
import { articles } from '@byline/client/astro';
import { defineCollection } from 'astro:content';
import { BYLINE_URL } from './byline';

export const collections = { articles: defineCollection({ loader: articles({ url: BYLINE_URL }) }) };
