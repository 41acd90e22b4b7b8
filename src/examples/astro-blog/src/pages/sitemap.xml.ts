import { relay } from '@byline/client';
import type { APIRoute } from 'astro';
import { byline } from '../byline';

export const GET: APIRoute = ({ request }) => relay(byline, '/sitemap.xml', request);
