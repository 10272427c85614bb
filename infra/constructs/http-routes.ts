import { type HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'

/**
 * Hands every verb of the paths to one function, which says itself what a verb it lacks is answered with. The routes belong to
 * `scope`'s stack, so that a later stack may add its own to an API of an earlier one.
 */
export const addHttpRoutes = (scope: Construct, httpApi: HttpApi, target: LambdaFunction, paths: readonly string[]): void => {
  const integration = new HttpLambdaIntegration(`${target.node.id}Integration`, target)
  for (const path of paths) {
    const route = new HttpRoute(scope, `${target.node.id} ${path.replaceAll('/', ' ').trim()}`, {
      httpApi,
      integration,
      routeKey: path === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, HttpMethod.ANY),
    })
    acknowledge(
      route,
      'AwsSolutions-APIG4',
      'The function authenticates: tokens, API keys and panel assertions need the statuses and bodies of the API document',
    )
  }
}
