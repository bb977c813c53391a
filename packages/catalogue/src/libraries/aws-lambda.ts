/** What API Gateway hands to a Lambda function. */
import { each, library } from '../library.js';

const docs = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html';
const event = ['APIGatewayProxyEvent.new'];

export default library(
  'aws-lambda',
  [
    ...each(
      ['headers', 'headers.*', 'multiValueHeaders', 'multiValueHeaders.*', 'authorizationToken'],
      { role: 'reads-caller', from: 'header', source: docs },
      event,
    ),
    ...each(['cookies'], { role: 'reads-caller', from: 'cookie', source: docs }, event),
    ...each(['body', 'rawBody'], { role: 'reads-caller', from: 'body', source: docs }, event),
    ...each(['queryStringParameters', 'queryStringParameters.*', 'rawQueryString'], { role: 'reads-caller', from: 'query', source: docs }, event),
    ...each(['pathParameters', 'pathParameters.*'], { role: 'reads-caller', from: 'params', source: docs }, event),
    ...each(['path', 'rawPath', 'resource'], { role: 'reads-caller', from: 'url', source: docs }, event),
    ...each(['requestContext.identity.sourceIp', 'requestContext.http.sourceIp'], { role: 'reads-caller', from: 'ip', source: docs }, event),
    {
      path: 'APIGatewayProxyEvent.new.requestContext.authorizer.*',
      role: 'session-field',
      mechanism: "API Gateway's authorizer",
      source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html',
    },
  ],
  {
    same: {
      'APIGatewayProxyEventV2.new': 'APIGatewayProxyEvent.new',
      'APIGatewayEvent.new': 'APIGatewayProxyEvent.new',
      'APIGatewayProxyWithCognitoAuthorizerEvent.new': 'APIGatewayProxyEvent.new',
      'APIGatewayProxyEventV2WithJWTAuthorizer.new': 'APIGatewayProxyEvent.new',
    },
  },
);
